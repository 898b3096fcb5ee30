import{m142_useLoaded as o}from"./panel-a7d7f3b857.js";export{o as a};
