"""Law: acts, norms, editions of norms, pins of content to editions, and the working calendar."""
