"""`python -m orientir` inside the prepared environment; people start `./orientir`."""

import sys

from orientir.door import main

sys.exit(main(sys.argv[1:]))
