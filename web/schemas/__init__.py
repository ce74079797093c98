"""The shapes of what REST takes and gives: unknown fields are refused, errors are codes with texts."""
