"""Small copies of the keyframes of main-stream recordings, for playing them quickly."""
