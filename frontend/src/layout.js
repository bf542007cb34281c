// The layout of the network map, in a worker of its own.
export {};
