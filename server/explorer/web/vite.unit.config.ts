import { readdirSync } from 'node:fs';
import { defineConfig } from 'vite';

// The tests that need no browser: bundled, so that they import the explorer's own files as they are.
export default defineConfig({
  build: {
    ssr: true,
    target: 'node20',
    outDir: '.test/unit',
    emptyOutDir: true,
    rolldownOptions: {
      input: readdirSync('test/unit').map((name) => `test/unit/${name}`),
      output: { entryFileNames: '[name].js' },
    },
  },
});
