import{m148_useLoaded as o}from"./panel-f61a668cc5.js";export{o as a};
