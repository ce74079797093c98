"""The kinds of jobs that workers of this release know, with the rooms whose handlers and listeners they need."""

from engine import messages
from workers.jobs.engine_step import EngineStep
from workers.jobs.mail import Mail
from workers.jobs.service_call import RemoteCall
from workers.registry import Registry

KINDS = Registry(RemoteCall(), Mail(), *(EngineStep(name, step) for name, step in messages.JOBS.items()))
