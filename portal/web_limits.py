"""How long an address may be: a whole letter can stand in ``/search/similar/?q=``, of which 5,000 characters are read.

Read by gunicorn as its configuration. Its own ceiling of 8,190 is that of other servers' defaults; without any limit
one client could fill the memory.
"""

from gunicorn.http import message

limit_request_line = 131_072  # bytes; a character takes nine in an address, a rare one twelve

message.MAX_REQUEST_LINE = limit_request_line
