"""Read files from outside in processes of their own, with limits of memory and time. Start reading at ``files``."""
