-- Judgements on names that hold.
from core.resolution where retired_at is null
