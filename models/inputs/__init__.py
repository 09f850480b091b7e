"""What a person or a file hands in, validated before it reaches an edit. Errors become one InputProblem."""
