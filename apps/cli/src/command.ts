/** Streams of a command: the process's own, or a test's. */
export interface CommandStreams {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

/** A command: its arguments and streams in, an exit code out (0 done, 1 failed, 2 bad input or bad configuration). */
export type Command = (argv: readonly string[], streams: CommandStreams) => Promise<number>;
