"""The place 交换: files in, files out, whom one knows."""
