import{m151_useLoaded as o}from"./panel-657cbabf6c.js";export{o as a};
