import{m142_useLoaded as o}from"./panel-5ed2d431b1.js";export{o as a};
