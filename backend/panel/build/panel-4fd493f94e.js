import{m142_useLoaded as o}from"./panel-34304e3705.js";export{o as a};
