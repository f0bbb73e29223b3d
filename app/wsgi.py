"""What the web server serves."""

import gc

from app.factory import create_app

application = create_app()
# The server forks after this. What is here now stays for good: a collector that walked over it in every
# process would copy the pages that they share.
gc.collect()
gc.freeze()
