"""What is said of law: norms, readings and positions in words for people, on pages and in the terminal."""
