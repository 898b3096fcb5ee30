import{m141_useLoaded as o}from"./panel-0577cb60ff.js";export{o as a};
