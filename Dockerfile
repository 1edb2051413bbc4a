ARG BUILD_FROM=node:24-trixie-slim

# The program, and of its packages only those that it needs to run
FROM ${BUILD_FROM} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
COPY tsconfig.json tsconfig.build.json ./
COPY scripts/copy-assets.mjs scripts/
COPY src/ src/
RUN npm run -s build \
    && npm prune --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error \
    && cd node_modules/better-sqlite3 && rm -rf deps src prebuilds/darwin-* prebuilds/win32-* prebuilds/linuxmusl-* && cd ../.. \
    && find node_modules -name '*.map' -delete

FROM ${BUILD_FROM}
ARG BUILD_VERSION=dev
ARG BUILD_ARCH=amd64
LABEL io.hass.type="app" \
      io.hass.version="${BUILD_VERSION}" \
      io.hass.arch="${BUILD_ARCH}" \
      io.hass.name="Harmoniq" \
      io.hass.description="Plex playlists that keep themselves fresh, driven by your home" \
      org.opencontainers.image.title="Harmoniq" \
      org.opencontainers.image.description="Plex playlists that keep themselves fresh, driven by your home" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${BUILD_VERSION}"
# Two heaps for all threads: of the many that the C library would open, each keeps what it once took
ENV NODE_ENV=production \
    MALLOC_ARENA_MAX=2 \
    DATA_DIR=/data \
    CONFIG_DIR=/config \
    HTTP_HOST=0.0.0.0
WORKDIR /app
COPY harmoniq/rootfs/ /
COPY --from=build /app/node_modules/ node_modules/
COPY --from=build /app/dist/ dist/
COPY package.json LICENSE ./
COPY bin/ bin/
COPY harmoniq/fonts/ harmoniq/fonts/
RUN mkdir -p /data /config && chown node:node /data /config && chmod 0755 /usr/local/bin/harmoniq*
EXPOSE 8099
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["harmoniq-health"]
# Becomes the user "node" outside Home Assistant; see harmoniq/README.md
ENTRYPOINT ["harmoniq-entrypoint"]
# A small young generation: V8 would otherwise keep 100 MB of garbage around once a library was read
CMD ["node", "--enable-source-maps", "--max-semi-space-size=4", "dist/main.js"]
