# What is done often. Each target is one or two plain commands; nothing here is
# needed to build or run Samling.

.PHONY: demo test ci bench css lint build

# A server with sample events on http://127.0.0.1:8080.
demo:
	go run ./cmd/samling demo

# The tests; on PostgreSQL too when SAMLING_TEST_POSTGRES names a server, see
# .ci/postgres.
test:
	go test ./...

# Everything that must be green before a change goes in.
ci:
	.ci/run

# The figures.
bench:
	go test -run '^$$' -bench . -benchmem ./...

# The style sheets, after a change to static/css/src or static/vendor.
css:
	go generate ./static

# What a reviewer should not have to find.
lint:
	@test -z "$$(gofmt -l cmd internal migrations static templates | tee /dev/stderr)"
	go vet ./...
	go vet -tags canary_nolock ./internal/store
	go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...

# The program as it stands in the image: static, so it runs on any Linux.
build:
	CGO_ENABLED=1 go build -trimpath -tags netgo,osusergo,sqlite_omit_load_extension \
		-ldflags '-s -w -linkmode external -extldflags "-static"' -o bin/samling ./cmd/samling
