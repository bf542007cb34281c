// The network map.
export {};
