import{m142_useLoaded as o}from"./panel-ea69c27c25.js";export{o as a};
