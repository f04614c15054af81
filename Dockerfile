# golangci-lint with golint-incidents, and the command:
#
#	docker build -t golangci-lint-incidents .
#	docker run --rm -v "$PWD:/app" golangci-lint-incidents golangci-lint run
#	docker run --rm -v "$PWD:/app" golangci-lint-incidents golint-incidents ./...
FROM golang:1.26 AS build
WORKDIR /src
COPY . .
ENV CGO_ENABLED=0
RUN mkdir /out && go build -trimpath -ldflags="-s -w" -o /out/ ./cmd/golint-incidents
RUN cd e2e && go build -trimpath -ldflags="-s -w" -o /out/golangci-lint ./golangci

# Both run the go command, and for packages with cgo a C compiler: this image has them.
FROM golang:1.26
COPY --from=build /out/ /usr/local/bin/
RUN git config --system --add safe.directory /app
WORKDIR /app
CMD ["golangci-lint", "run"]
