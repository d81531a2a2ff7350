const channelName = 'one-card.session';

/** Whether somebody has to sign in again, told to whoever shows it; another window that signs in makes it good. */
export class SignedOut {
  private readonly listeners = new Set<() => void>();
  private readonly channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(channelName);
  private out = false;

  constructor() {
    this.channel?.addEventListener('message', () => this.set(false));
  }

  readonly isOut = (): boolean => this.out;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  happened(): void {
    this.set(true);
  }

  /** Signed in here: the other windows go on where they were. */
  mended(): void {
    this.set(false);
    this.channel?.postMessage('signed in');
  }

  private set(out: boolean): void {
    this.out = out;
    for (const listener of this.listeners) listener();
  }
}
