/**
 * Limits that end what hangs, in milliseconds: ten times what the slowest takes on a quiet machine with two cores, so
 * that no other work on the machine reaches them. They are no expectation of speed, and no test has one of its own.
 */
export const timeLimits = {
  /** A unit test, or one of its hooks. */
  unit: 20 * 60_000,
  /** What a unit test waits for: an event, a file, the end of a process. */
  event: 2 * 60_000,
  /** A test of the window. */
  window: 20 * 60_000,
  /** What a test of the window waits for: a text, a map, the first epoch. */
  windowEvent: 5 * 60_000,
  /** All pictures of the documentation. */
  pictures: 60 * 60_000,
  /** The tour trains to the end. */
  tour: 4 * 60 * 60_000,
};
