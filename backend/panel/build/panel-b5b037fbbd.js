import{m142_useLoaded as o}from"./panel-63b63570e6.js";export{o as a};
