/** Loaded into each service by the launcher: when the launcher is gone without stopping it, the service ends itself. */
if (process.connected) {
  process.on('disconnect', () => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), 8_000).unref();
  });
  // Listening would keep a program alive that has done its work.
  process.channel.unref();
}
