"""What a web server loads: `web:application`. The program is imported without the collector of garbage and then left out of its rounds.

Nothing that an import makes is garbage. Leaving it out saves a sixth of the start, and later every round of the collector over
three hundred thousand objects that stay anyway; forked workers keep sharing the memory that such a round would have touched.
"""

import gc

gc.disable()

from app import create_app  # noqa: E402 - see above

application = create_app(commands=False)
gc.freeze()
gc.enable()
