package cpu

// The library is compiled without assembly, so no feature of the processor is ever asked about; only the size of a cache
// line matters, for padding.

const CacheLinePadSize = 64

func doinit() {}
