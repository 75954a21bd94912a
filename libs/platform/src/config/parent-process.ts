/**
 * For a process that another one started with a channel: tells it "ready", and ends this process when that one is gone
 * (after a `kill -9` nothing is left behind). Without a parent's channel it does nothing.
 */
export function sessionEndsWithParent(close: () => Promise<void>): void {
  if (!process.send) return;
  process.once('disconnect', () => {
    const timer = setTimeout(() => process.exit(1), 15_000);
    timer.unref();
    void close().finally(() => process.exit(0));
  });
  process.send('ready');
}
