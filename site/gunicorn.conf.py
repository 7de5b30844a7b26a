"""gunicorn: two workers of four threads hold the canton's peak many times over. No control socket in a home folder."""

import os

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 30
graceful_timeout = 30
max_requests = 20_000
max_requests_jitter = 2_000
pythonpath = "site,."
control_socket_disable = True
accesslog = None
errorlog = "-"
