"""What Blokwijzer knows and reckons, pure: frames in, frames out. Start reading at analysis.py."""
