// Whoever reads what a command prints may have read enough: `orderloom simulate | head`. The command then
// does what it was asked to do, without a word; a disk that is full is another matter.

export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return;
      process.stderr.write(`orderloom: ${error.message}\n`);
      process.exit(1);
    });
  }
}
