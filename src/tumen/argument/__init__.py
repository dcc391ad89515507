"""What documents advise, side by side: what each option rests on, and when its author's expectation comes out."""
