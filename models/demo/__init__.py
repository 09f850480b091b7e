"""A made-up ledger to look around in, to teach with and to measure on: real division names, all else invented."""
