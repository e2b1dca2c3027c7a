import { platform, tensorflow } from './manifest.mjs';
import { SetupError } from './setup-error.mjs';

/** What vite 8 and eslint 10 run on. @throws {SetupError} */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major > 22;
  if (!fits) {
    throw new SetupError(
      `Node 20.19, 22.13 or newer is needed and this is ${process.versions.node}: install it and run again.`,
    );
  }
}

/**
 * The version of the C library that this Node runs on.
 * @returns {number} such as 2.36; 0 where it is not glibc
 */
export function glibcVersion() {
  // Otherwise the report looks up names on the network.
  Object.assign(process.report, { excludeNetwork: true });
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return Number(header.glibcVersionRuntime ?? 0);
}

/** Asked before anything is fetched. @throws {SetupError} */
export function requirePlatform() {
  if (!tensorflow.sources[platform]) {
    throw new SetupError(
      `TensorFlow for tfjs-node is not offered for ${platform}: use Linux (WSL on Windows) or macOS.`,
    );
  }
  if (process.platform === 'linux' && glibcVersion() === 0) {
    throw new SetupError(
      'This Linux has no glibc, which Electron and TensorFlow need: use Debian, Ubuntu, Fedora or the like.',
    );
  }
}
