@echo off
rem The twin of ./jianhui for Windows 10 and newer. Reviewed, but not yet run on Windows.
rem   jianhui.cmd [LEDGER.jhtz]      the window
rem   jianhui.cmd test [options]     checks and tests, options go to pytest
rem   jianhui.cmd COMMAND ...        a command
rem Silent and almost free when nothing is missing. Everything it says goes to standard error.
setlocal EnableExtensions DisableDelayedExpansion
set "PYTHONHOME="
set "PYTHONPATH="
set "PYTHONDONTWRITEBYTECODE="
set "ROOT=%~dp0"
set "ROOT=%ROOT:~0,-1%"
set "VENV=%ROOT%\.venv"
set "PYTHON=%VENV%\Scripts\python.exe"
set "MODE=run"
if "%~1"=="test" set "MODE=test"

call :is_ready || goto set_up

:start
if "%MODE%"=="test" goto test
"%PYTHON%" "%ROOT%\main.py" %*
exit /b %ERRORLEVEL%

:test
cd /d "%ROOT%"
set "DEFAULTS="
if "%~2"=="" set "DEFAULTS=-n 3 --dist loadfile --no-loadscope-reorder"
"%PYTHON%" -c "import sys, pytest; sys.exit(pytest.main(sys.argv[2:]))" %* %DEFAULTS%
exit /b %ERRORLEVEL%

rem --- Is everything there? --------------------------------------------------------------------------------

:is_ready
if not exist "%PYTHON%" exit /b 1
if exist "%VENV%\unfinished" exit /b 1
if not exist "%VENV%\ready-%MODE%" exit /b 1
set "BASE_HOME="
for /f "usebackq tokens=1,* delims== " %%A in ("%VENV%\pyvenv.cfg") do if "%%A"=="home" set "BASE_HOME=%%B"
if not exist "%BASE_HOME%\python.exe" exit /b 1
call :fingerprint %MODE%
set "FOUND="
set /p FOUND=<"%VENV%\ready-%MODE%"
if not "%FOUND%"=="%FINGERPRINT%" exit /b 1
exit /b 0

:fingerprint
set "FINGERPRINT=%COMPUTERNAME% %ROOT%"
for %%F in (requirements.lock packaging\qt-pins.txt) do call :add_to_fingerprint "%ROOT%\%%F"
if "%~1"=="test" call :add_to_fingerprint "%ROOT%\requirements-dev.lock"
exit /b 0

:add_to_fingerprint
set "FINGERPRINT=%FINGERPRINT% %~z1 %~t1"
exit /b 0

rem --- Set-up; Chinese text only from here on, so that any code page finds the labels above ----------------

:set_up
for /f "tokens=2 delims=:" %%C in ('chcp') do set "CODEPAGE=%%C"
chcp 65001 >nul
:wait
rem The file stays open, and so locked, until the block ends, however it ends.
set "LOCKED="
set "SETUP=failed"
( ( set "LOCKED=1" & call :set_up_once 2>&8 ) 9>"%TEMP%\jianhui-setup.lock" ) 8>&2 2>nul
if not defined LOCKED (
    if not defined WAITED call :say 另一个窗口正在准备运行环境，请稍候……
    set "WAITED=1"
    ping -n 2 127.0.0.1 >nul
    goto wait
)
chcp %CODEPAGE% >nul
if "%SETUP%"=="failed" exit /b 1
rem Written in the code page in which it will be read.
if "%SETUP%"=="done" call :write_stamp run
if "%SETUP%"=="done" if "%MODE%"=="test" call :write_stamp test
goto start

:write_stamp
call :fingerprint %1
>"%VENV%\ready-%1" <nul set /p "=%FINGERPRINT%"
exit /b 0

:say
echo 建会台账：%*>&2
exit /b 0

rem --- The environment -------------------------------------------------------------------------------------

:set_up_once
call :is_ready && ( set "SETUP=was done" & exit /b 0 )
call :find_python || exit /b 1
call :choose_qt || exit /b 1
call :make_environment || exit /b 1
call :install_pins || exit /b 1
del "%VENV%\unfinished"
call :say 准备完毕。
set "SETUP=done"
exit /b 0

:find_python
set "USABLE=import sys, ensurepip, venv; sys.exit(sys.maxsize < 2**32 or not (3, 11) <= sys.version_info[:2] <= (3, 14))"
for %%V in (3.13 3.12 3.11 3.14) do (
    py -%%V -c "%USABLE%" >nul 2>&1 && ( set "BASE_PYTHON=py -%%V" & exit /b 0 )
)
python -c "%USABLE%" >nul 2>&1 && ( set "BASE_PYTHON=python" & exit /b 0 )
call :say 需要 64 位的 Python 3.11 到 3.14，请装好（安装时勾选 py launcher）后再运行一次。
exit /b 1

:choose_qt
set "ARCH=x86_64"
for /f %%P in ('%BASE_PYTHON% -c "import sysconfig; print(sysconfig.get_platform())"') do if "%%P"=="win-arm64" set "ARCH=arm64"
for /f "usebackq eol=# tokens=1-7" %%A in ("%ROOT%\packaging\qt-pins.txt") do if "%%A %%B"=="windows %ARCH%" (
    set "QT_VERSION=%%E"
    set "QT_HASH=%%F"
    set "SHIBOKEN_HASH=%%G"
    exit /b 0
)
call :say 没有适合本机的界面库 Qt，无法在本机运行。
exit /b 1

:make_environment
set "LOG=%TEMP%\jianhui-setup.log"
set "BROKEN="
if exist "%VENV%\unfinished" set "BROKEN=1"
"%PYTHON%" -c "%USABLE%" >nul 2>&1 || set "BROKEN=1"
"%PYTHON%" -m pip --version >nul 2>&1 || set "BROKEN=1"
if not defined BROKEN goto mark_unfinished
call :say 正在建立运行环境……
if exist "%VENV%" rmdir /s /q "%VENV%"
mkdir "%VENV%" || ( call :say 程序文件夹不能写入，请换到可以写入的地方再运行一次。 & exit /b 1 )
>"%VENV%\unfinished" echo unfinished
%BASE_PYTHON% -m venv "%VENV%" >"%LOG%" 2>&1 || ( type "%LOG%" >&2 & call :say 运行环境没有建成，请看上面的原因。 & exit /b 1 )
:mark_unfinished
>"%VENV%\unfinished" echo unfinished
exit /b 0

:install_pins
> "%VENV%\pins.txt" echo PySide6-Essentials==%QT_VERSION% --hash=sha256:%QT_HASH%
>>"%VENV%\pins.txt" echo shiboken6==%QT_VERSION% --hash=sha256:%SHIBOKEN_HASH%
>>"%VENV%\pins.txt" echo -r ../requirements.lock
if "%MODE%"=="test" >>"%VENV%\pins.txt" echo -r ../requirements-dev.lock
set "SOURCE="
if exist "%ROOT%\wheels\" set SOURCE=--no-index --find-links "%ROOT%\wheels"
if defined SOURCE ( call :say 正在从 wheels 文件夹安装软件包…… ) else ( call :say 正在下载并安装软件包，只做一次…… )
set "PIP_USER=0"
"%PYTHON%" -m pip install --quiet --no-input --disable-pip-version-check --retries 2 --require-hashes --only-binary :all: %SOURCE% -r "%VENV%\pins.txt" >"%LOG%" 2>&1 && exit /b 0
type "%LOG%" >&2
call :say 软件包没有装上，可能没有网络。请联网后再运行一次；不能联网时，在一台同类电脑上装好，
call :say 再在它的程序文件夹里运行下面这一行，把得到的 wheels 文件夹拷到本机的程序文件夹里：
echo     .venv\Scripts\python -m pip download --no-deps -d wheels -r .venv\pins.txt>&2
exit /b 1
