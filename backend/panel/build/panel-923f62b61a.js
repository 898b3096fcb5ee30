import{m142_useLoaded as o}from"./panel-b23440702e.js";export{o as a};
