"""What a class does together: joining, giving drawings, looking at them, asking and voting."""
