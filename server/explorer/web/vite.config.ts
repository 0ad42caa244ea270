import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Each page of the explorer is one HTML file here and one entry of the build. The
// Go server embeds dist/ and answers /graphiql with graphiql.html.
export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    // Monaco alone is larger than the limit at which Vite warns.
    chunkSizeWarningLimit: 4096,
    // The bundle is other people's work too: their terms go with it.
    license: { fileName: 'licenses.txt' },
    rolldownOptions: {
      input: { graphiql: 'graphiql.html' },
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
    proxy: { '/graphql': process.env['ENTENTE_URL'] ?? 'http://127.0.0.1:8080' },
  },
});
