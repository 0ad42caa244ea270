import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const service = process.env['ENTENTE_URL'] ?? 'http://127.0.0.1:8080';

// Each page of the explorer is one HTML file here and one entry of the build. The
// Go server embeds dist/ and answers with index.html at every address of the explorer,
// and with graphiql.html at /graphiql.
export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    // Monaco alone is larger than the limit at which Vite warns.
    chunkSizeWarningLimit: 4096,
    // The bundle is other people's work too: their terms go with it.
    license: { fileName: 'licenses.txt' },
    rolldownOptions: {
      input: { index: 'index.html', graphiql: 'graphiql.html' },
      onLog(level, log, report) {
        // GraphiQL's own files carry "use no memo" for a compiler that we do not run.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
    },
  },
  worker: { format: 'es' },
  server: {
    // The example queries lie beside this folder: the Go server embeds them too.
    fs: { allow: ['..'] },
    proxy: Object.fromEntries(['/graphql$', '/export', '/plain', '/examples', '/favicon.svg'].map((path) => [`^${path}`, service])),
  },
});
