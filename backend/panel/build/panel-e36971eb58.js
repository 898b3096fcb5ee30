import{m142_useLoaded as o}from"./panel-1f1022058e.js";export{o as a};
