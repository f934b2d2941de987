-- What an error of a record is told by, so that the list of an application's errors can be searched for it.
alter table millrace.streams_errors
  -- a code of ours, a `code` of the program's own error, or the name of its class; null: registered by a version that did not tell it
  add column code text;
