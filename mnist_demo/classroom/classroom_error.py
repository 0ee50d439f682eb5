"""What a class cannot do, in a line that the page shows as it is.

One kind of error, whether a rule of the class refused something or its database did: who shows it does the same.
"""

from __future__ import annotations

from mnist_demo.database.database_error import DatabaseError
from mnist_demo.database.database_error import DatabaseGone as DatabaseGone

ClassroomError = DatabaseError
"""Something of the class was refused, and nothing was stored; the message is one friendly sentence or two."""
