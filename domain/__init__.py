"""What Blokwijzer knows and reckons, pure: frames and values in, frames and values out; start reading at analysis.py."""
