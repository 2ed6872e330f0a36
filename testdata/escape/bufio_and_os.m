# command-line-arguments
./bufio_and_os.go:9:22: inlining call to bufio.NewWriter
./bufio_and_os.go:9:22: inlining call to bufio.NewWriterSize
./bufio_and_os.go:9:22: &bufio.Writer{...} does not escape
./bufio_and_os.go:9:22: make([]byte, bufio.size) escapes to heap
