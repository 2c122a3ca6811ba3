-- What was taken back of a share that had waited in escrow, and by which end it had left it; null when it
-- was taken from what waits.
alter table take_back_part
  add column end_id bigint references escrow_end (id),
  add check (end_id is null or holder = 'escrow');
