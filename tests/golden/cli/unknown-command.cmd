tecc biuld x
