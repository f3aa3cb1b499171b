"""The login of a private site.

login_gate.py    the middleware that refuses every request without the password or the token
throttle.py      who guesses passwords has to wait
credentials.py   the hashes of the password and the token, in files beside the archive
"""
