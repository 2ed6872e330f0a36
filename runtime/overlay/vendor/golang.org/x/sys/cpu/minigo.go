package cpu

// As in internal/cpu: no assembly, so no features.

const cacheLineSize = 64

func archInit() {}

func initOptions() {}
