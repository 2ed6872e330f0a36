# command-line-arguments
./sync_once_and_pool.go:6:27: can inline glob..func1
./sync_once_and_pool.go:9:9: inlining call to sync.(*Once).Do
./sync_once_and_pool.go:9:10: can inline f.func1
./sync_once_and_pool.go:6:58: new([64]byte) escapes to heap
./sync_once_and_pool.go:9:10: func literal does not escape
